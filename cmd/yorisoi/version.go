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

// release is the version of this binary: that of the release, else what Go knows of the build.
func release() string {
	if info, ok := debug.ReadBuildInfo(); ok && version == "" {
		return info.Main.Version
	}
	return version
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: a.help("version"),
		Args:  noArgs,
		RunE: func(*cobra.Command, []string) error {
			fmt.Fprintf(a.out, "yorisoi %s (%s, %s/%s)\ndictionary: %s\n", release(), runtime.Version(), runtime.GOOS, runtime.GOARCH, token.Version())
			return nil
		},
	}
}
