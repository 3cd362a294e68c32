// Replaced for toy_errors in com.example.errors
