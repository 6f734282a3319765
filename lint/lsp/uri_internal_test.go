package lsp

import (
	"path/filepath"
	"runtime"
	"testing"
)

// Paths and URIs lead to each other, whatever stands in them.
func TestURI(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("paths are written with slashes here")
	}
	for uri, path := range map[string]string{
		"file:///home/a/%E8%BF%94%E4%BF%A1%20%231.txt": "/home/a/返信 #1.txt",
		"file:///c:/a/b.txt":                           "c:/a/b.txt",
		"file://server/share/a.txt":                    "//server/share/a.txt",
	} {
		got, isFile := pathOf(uri)
		if got != path || !isFile {
			t.Errorf("%s: got %q %v, want %q", uri, got, isFile, path)
		}
		if back := uriOf(path); back != uri {
			t.Errorf("%s: back to %s", path, back)
		}
	}
	for uri, path := range map[string]string{
		"file:///C%3A/a%20b.txt": "C:/a b.txt", "file://localhost/a": "/a", "untitled:Untitled-1": "Untitled-1", "untitled:/a/%E3%81%82.txt": "/a/あ.txt",
		"git:/a/x.txt?%7B%7D": "/a/x.txt", "vscode-vfs://github/o/r/x.md": "/o/r/x.md", "/a/b.txt": "/a/b.txt", "%zz": "%zz", "": "",
	} {
		if got, _ := pathOf(uri); got != filepath.FromSlash(path) {
			t.Errorf("%s: got %q, want %q", uri, got, path)
		}
	}
	for _, c := range []struct {
		file, folder string
		want         bool
	}{{"/a/b/c.txt", "/a", true}, {"/a/b", "/a/b", true}, {"/ab/c", "/a", false}, {"/a/..b", "/a", true}, {"/", "/a", false}} {
		if _, got := inside(c.file, c.folder); got != c.want {
			t.Errorf("%s in %s: %v", c.file, c.folder, got)
		}
	}
}
