// Command yorisoi reads a Japanese customer-support reply before it is sent and says where its tone will hurt.
package main

import (
	"context"
	"os"
)

func main() {
	hurry()
	os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
