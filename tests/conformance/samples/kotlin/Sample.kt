// What an app does with an error: Keyless's own sample code for Android, with the type of the SDK's error replaced by
// the generated one, and an error response of PrivateID's Session API.

package sample

import com.example.vendorerrors.KeylessError
import com.example.vendorerrors.KeylessUserError
import com.example.vendorerrors.PrivateIdError

/** The SDK's result, as far as the sample code needs it. */
private sealed interface KeylessResult {
    data object Success : KeylessResult

    data class Failure(val error: KeylessError) : KeylessResult
}

// The SDK returns some of these up to a version only, which deprecates them.
@Suppress("DEPRECATION")
private fun onCompletion(result: KeylessResult) {
    when (result) {
        is KeylessResult.Success -> println("Authenticate success")
        is KeylessResult.Failure -> {
            val errorCode = result.error.code
            when (result.error) {
                is KeylessUserError.FaceNotMatching -> println("$errorCode Face not matching")
                is KeylessUserError.MaskDetected -> println("$errorCode Mask detected")
                is KeylessUserError.Spoofing -> println("$errorCode Spoofing detected")
                is KeylessUserError.Timeout -> println("$errorCode The operation timed out")
                is KeylessUserError.UserCancelled -> println("$errorCode The user cancelled the operation")
                is KeylessUserError.NoNetworkConnection -> println("$errorCode No network connection available")
                is KeylessUserError.Lockout -> println("$errorCode Your account is temporarily locked")
                else -> {
                    val errorType = result.error.errorType?.id ?: "unrecognized"
                    check((result.error.message == null) == (result.error is KeylessError.Unrecognized))
                    println("$errorCode Authentication failed ($errorType)")
                }
            }
        }
    }
}

/** The codes of `"errorCodes": […]`; an app has a JSON library for this. */
private fun errorCodes(response: String): List<Int> {
    val array = Regex("\"errorCodes\"\\s*:\\s*\\[([^]]*)]").find(response) ?: return emptyList()
    return array.groupValues[1].split(",").map { it.trim() }.filter { it.isNotEmpty() }.map { it.toInt() }
}

private fun onResponse(response: String) {
    val errors = PrivateIdError.fromCodes(errorCodes(response))
    println("privateid: " + errors.joinToString { "${it.code} ${it.name ?: "unrecognized"}" })
}

public fun main() {
    for (code in listOf(30004, 30002, 30000, 30001, 30003, 30005, 30007, 512, 20010, 99999)) {
        onCompletion(KeylessResult.Failure(KeylessError.fromCode(code)))
    }
    onResponse("""{"status":"error","message":"Camera failure detected","errorCodes":[-7]}""")
    onResponse("""{"status":"error","message":"Camera failure detected","errorCodes":[-7,-999,1,-7,-999]}""")
}
