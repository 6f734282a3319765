package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/text"
)

// clipboardName is what the clipboard is called in reports.
const clipboardName = "<clipboard>"

// clipboardReaders are the programs that write what is on the clipboard to standard output as UTF-8, in the order in which they
// are tried. What is not installed is passed over: which there are tells the system, X under Wayland and Windows under WSL
// included.
func clipboardReaders() [][]string {
	readers := [][]string{
		{"pbpaste"},
		{"xclip", "-out", "-selection", "clipboard"},
		{"xsel", "--output", "--clipboard"},
		{"termux-clipboard-get"},
		// left to itself it writes in the code page of the console, which may have no Japanese
		{"powershell.exe", "-NoProfile", "-NonInteractive", "-Command", "[Console]::OutputEncoding = [Text.Encoding]::UTF8; Get-Clipboard -Raw"},
	}
	if os.Getenv("WAYLAND_DISPLAY") != "" {
		readers = append([][]string{{"wl-paste", "--no-newline"}}, readers...)
	}
	return readers
}

// clipboard is what is on the clipboard.
func (a *app) clipboard() lint.Source {
	return lint.Source{Path: clipboardName, Draft: true, Open: func() (*text.File, error) {
		var errs []error
		for _, args := range clipboardReaders() {
			path, err := exec.LookPath(args[0])
			if err != nil {
				continue
			}
			cmd := exec.Command(path, args[1:]...)
			cmd.Env = append(os.Environ(), "LC_CTYPE=UTF-8") // pbpaste looks there
			out, err := cmd.Output()
			if err == nil {
				return text.NewFile(clipboardName, out), nil
			}
			errs = append(errs, fmt.Errorf("%s: %w", args[0], err))
		}
		if len(errs) == 0 {
			return nil, lang.Errorf("no-clipboard")
		}
		return nil, lang.Errorf("cannot-read", clipboardName, errors.Join(errs...))
	}}
}
