// Command mkdict writes the dictionary image that lint/token embeds, from the IPA dictionary of kagome.
// It is run by "go generate ./lint/token" and is not released.
package main

import (
	"bufio"
	_ "embed"
	"flag"
	"fmt"
	"os"
	"runtime/debug"
	"strings"

	"github.com/ikawaha/kagome-dict/ipa"

	"github.com/yorisoi/yorisoi/lint/token"
)

//go:embed tags.tsv
var tags string

func main() {
	out := flag.String("o", "ipa.img", "file to write")
	flag.Parse()
	if err := run(*out); err != nil {
		fmt.Fprintln(os.Stderr, "mkdict:", err)
		os.Exit(1)
	}
}

func run(out string) error {
	names, err := readTags(tags)
	if err != nil {
		return err
	}
	img, err := token.WriteImage(ipa.Dict(), names, ipaVersion())
	if err != nil {
		return err
	}
	return os.WriteFile(out, img, 0o644)
}

func readTags(table string) (token.Names, error) {
	names := token.Names{POS: map[string]token.POS{}, Form: map[string]token.Form{}}
	sc := bufio.NewScanner(strings.NewReader(table))
	for n := 1; sc.Scan(); n++ {
		line := sc.Text()
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		ipadic, ours, _ := strings.Cut(line, "\t")
		if p, ok := token.ParsePOS(ours); ok {
			names.POS[ipadic] = p
		} else if f, ok := token.ParseForm(ours); ok {
			names.Form[ipadic] = f
		} else {
			return names, fmt.Errorf("tags.tsv:%d: unknown name %q", n, ours)
		}
	}
	return names, sc.Err()
}

// ipaVersion is the version of the dictionary module this program was built with.
func ipaVersion() string {
	info, ok := debug.ReadBuildInfo()
	if ok {
		for _, m := range info.Deps {
			if m.Path == "github.com/ikawaha/kagome-dict/ipa" {
				return m.Path + " " + m.Version
			}
		}
	}
	return "unknown"
}
