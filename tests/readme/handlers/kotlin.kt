package sample

import com.example.vendorerrors.Condition
import com.example.vendorerrors.KeylessError
import com.example.vendorerrors.KeylessUserError

private fun back() = println("back")

private fun show(text: String?) = println("show $text")

private fun report(text: String) = println("report $text")

private fun handle(code: Int) {
    @README@
}

public fun main() {
    for (code in listOf(@CODES@)) handle(code)
}
