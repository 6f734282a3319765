// Command mkrules writes the image of the shipped rules that package rules embeds. It is run by "go generate ./rules" and is
// not released.
package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/rules"
)

func main() {
	out := flag.String("o", "rules.img", "file to write")
	flag.Parse()
	img, err := rule.Freeze(rules.FS)
	if err == nil {
		err = os.WriteFile(*out, img, 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "mkrules:", err)
		os.Exit(1)
	}
}
