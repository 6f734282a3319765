package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/yorisoi/yorisoi/lint/token"
)

// version is set by the release build.
var version = ""

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: a.help("version"),
		Args:  noArgs,
		RunE: func(*cobra.Command, []string) error {
			v := version
			if info, ok := debug.ReadBuildInfo(); ok && v == "" {
				v = info.Main.Version
			}
			fmt.Fprintf(a.out, "yorisoi %s (%s, %s/%s)\ndictionary: %s\n", v, runtime.Version(), runtime.GOOS, runtime.GOARCH, token.Version())
			return nil
		},
	}
}
