// Command yorisoi reads a Japanese customer-support reply before it is sent and says where its tone will hurt.
package main

import (
	"context"
	"os"
	"os/signal"
)

func main() {
	hurry()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second interrupt ends at once
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
