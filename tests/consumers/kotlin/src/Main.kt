import com.example.vendorerrors.KeylessError
import com.example.vendorerrors.KeylessUserError

fun main() {
    for (code in listOf(KeylessUserError.FaceNotMatching.code, 99999)) {
        println("$code ${KeylessError.fromCode(code).title ?: "unrecognized"}")
    }
}
