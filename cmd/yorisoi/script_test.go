package main

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"yorisoi": main,
	})
}

// The scripts in testdata/script run the real command and read like its documentation.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "../../testdata/script",
		UpdateScripts: *update,
		Setup: func(e *testscript.Env) error {
			e.Vars = append(e.Vars, "LANG=ja_JP.UTF-8", "LC_ALL=", "LC_MESSAGES=", "NO_COLOR=1")
			return nil
		},
	})
}
