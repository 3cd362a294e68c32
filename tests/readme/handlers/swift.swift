import VendorErrors

func back() { print("back") }
func show(_ text: String?) { print("show", text ?? "nothing") }
func report(_ text: String) { print("report", text) }

func handle(_ code: Int) {
@README@
}

for code in [@CODES@] { handle(code) }
