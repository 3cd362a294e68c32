// What a server does with an error: the branches of Keyless's own sample code,
// and an error response of PrivateID's Session API.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"log"

	"example.com/vendorerrors"
)

// authenticate is the call to the SDK, as far as the sample code needs it.
func authenticate(code int32) error {
	return fmt.Errorf("authenticate: %w", vendorerrors.KeylessError(code))
}

func onCompletion(err error) {
	var failure vendorerrors.KeylessError
	if !errors.As(err, &failure) {
		fmt.Println("Authenticate success")
		return
	}
	switch failure {
	case vendorerrors.KeylessErrorFaceNotMatching:
		fmt.Println(failure.Code(), "Face not matching")
	case vendorerrors.KeylessErrorMaskDetected:
		fmt.Println(failure.Code(), "Mask detected")
	case vendorerrors.KeylessErrorSpoofing:
		fmt.Println(failure.Code(), "Spoofing detected")
	case vendorerrors.KeylessErrorTimeout:
		fmt.Println(failure.Code(), "The operation timed out")
	case vendorerrors.KeylessErrorUserCancelled:
		fmt.Println(failure.Code(), "The user cancelled the operation")
	case vendorerrors.KeylessErrorNoNetworkConnection:
		fmt.Println(failure.Code(), "No network connection available")
	case vendorerrors.KeylessErrorLockout:
		fmt.Println(failure.Code(), "Your account is temporarily locked")
	default:
		errorType := "unrecognized"
		if failure.IsKnown() {
			errorType = string(failure.ErrorType())
		}
		fmt.Printf("%d Authentication failed (%s)\n", failure.Code(), errorType)
	}
}

func onResponse(body string) error {
	var response struct {
		ErrorCodes []vendorerrors.PrivateIDError `json:"errorCodes"`
	}
	if err := json.Unmarshal([]byte(body), &response); err != nil {
		return err
	}
	fmt.Print("privateid:")
	for i, err := range vendorerrors.PrivateIDErrorsFromCodes(response.ErrorCodes) {
		separator, name := ",", "unrecognized"
		if i == 0 {
			separator = ""
		}
		if err.IsKnown() {
			name = err.Name()
		}
		fmt.Printf("%s %d %s", separator, err.Code(), name)
	}
	fmt.Println()
	return nil
}

func main() {
	for _, code := range []int32{30004, 30002, 30000, 30001, 30003, 30005, 30007, 512, 20010, 99999} {
		onCompletion(authenticate(code))
	}
	for _, body := range []string{
		`{"status":"error","message":"Camera failure detected","errorCodes":[-7]}`,
		`{"status":"error","message":"Camera failure detected","errorCodes":[-7,-999,1,-7,-999]}`,
	} {
		if err := onResponse(body); err != nil {
			log.Fatal(err)
		}
	}
}
