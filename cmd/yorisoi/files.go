package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/go-git/go-git/v5/plumbing/format/gitignore"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/input"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/text"
)

// stdinName is what standard input is called in reports.
const stdinName = "<stdin>"

// maxFile is the largest file that is read, in bytes. A reply is a few thousand; a file beyond this is none.
const maxFile = 64 << 20

// sources finds the files that the arguments name: files, folders, globs, "-" for standard input.
func (a *app) sources(args []string, stdinAs string) ([]lint.Source, error) {
	var out []lint.Source
	var errs []error
	seen := map[string]bool{}
	add := func(path string) {
		if p := filepath.ToSlash(path); !seen[p] {
			seen[p] = true
			out = append(out, lint.Source{Path: p, Open: func() (*text.File, error) { return open(path) }})
		}
	}
	for _, arg := range args {
		if arg == "-" {
			out = append(out, a.stdin(stdinAs))
			continue
		}
		info, err := os.Stat(arg)
		switch {
		case err == nil && info.IsDir():
			files, err := walk(arg)
			if err != nil {
				errs = append(errs, err)
			}
			if len(files) == 0 && err == nil {
				errs = append(errs, lang.Errorf("no-replies-in-folder", arg, strings.Join(input.Extensions(), " ")))
			}
			for _, f := range files {
				add(f)
			}
		case err == nil:
			add(arg)
		case strings.ContainsAny(arg, "*?[{"):
			files, err := doublestar.FilepathGlob(arg, doublestar.WithFilesOnly())
			if err != nil {
				errs = append(errs, lang.Errorf("bad-glob", arg))
			} else if len(files) == 0 {
				errs = append(errs, lang.Errorf("glob-matches-nothing", arg))
			}
			sort.Strings(files)
			for _, f := range files {
				add(f)
			}
		default:
			errs = append(errs, lang.FileError(arg, err))
		}
	}
	return out, errors.Join(errs...)
}

// folders are the absolute paths of those arguments that are folders.
func folders(args []string) (out []string) {
	for _, arg := range args {
		if info, err := os.Stat(arg); err == nil && info.IsDir() {
			if abs, err := filepath.Abs(arg); err == nil {
				out = append(out, abs)
			}
		}
	}
	return out
}

func (a *app) stdin(as string) lint.Source {
	name := stdinName
	if as != "" {
		name = as
	}
	return lint.Source{Path: name, Draft: true, Open: func() (*text.File, error) {
		b, err := io.ReadAll(io.LimitReader(a.in, maxFile+1))
		if err != nil {
			return nil, lang.Errorf("cannot-read", name, err)
		}
		if len(b) > maxFile {
			return nil, lang.Errorf("too-large", name, maxFile>>20)
		}
		return text.NewFile(name, b), nil
	}}
}

func open(path string) (*text.File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, lang.FileError(path, err)
	}
	switch {
	case info.IsDir():
		return nil, lang.Errorf("file-is-folder", path)
	case info.Size() > maxFile:
		return nil, lang.Errorf("too-large", path, maxFile>>20)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, lang.FileError(path, err)
	}
	return text.NewFile(filepath.ToSlash(path), b), nil
}

// walk lists the files below a folder that may hold replies, leaving out hidden ones and those git ignores.
func walk(root string) ([]string, error) {
	var files []string
	var patterns []gitignore.Pattern
	err := filepath.WalkDir(root, func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return lang.FileError(p, err)
		}
		rel, _ := filepath.Rel(root, p)
		parts := strings.Split(filepath.ToSlash(rel), "/")
		if rel == "." {
			parts = nil
		}
		hidden := len(parts) > 0 && strings.HasPrefix(e.Name(), ".")
		if len(parts) > 0 && (hidden || gitignore.NewMatcher(patterns).Match(parts, e.IsDir())) {
			if e.IsDir() {
				return filepath.SkipDir
			}
			return nil
		}
		if e.IsDir() {
			patterns = append(patterns, ignoreFile(p, parts)...)
			return nil
		}
		if e.Type().IsRegular() && input.Known(p) && holdsReplies(p) {
			files = append(files, p)
		}
		return nil
	})
	sort.Strings(files)
	return files, err
}

// ignoreFile reads the .gitignore of a folder.
func ignoreFile(dir string, domain []string) (out []gitignore.Pattern) {
	b, err := os.ReadFile(filepath.Join(dir, ".gitignore"))
	if err != nil {
		return nil
	}
	for line := range strings.Lines(string(b)) {
		line = strings.TrimRight(line, "\r\n")
		if strings.TrimSpace(line) != "" && !strings.HasPrefix(line, "#") {
			out = append(out, gitignore.ParsePattern(line, domain))
		}
	}
	return out
}

// holdsReplies leaves out of a walk the files whose name may mean anything: YAML that is no list of replies.
func holdsReplies(path string) bool {
	if !input.Ambiguous(path) {
		return true
	}
	b, err := os.ReadFile(path)
	return err == nil && input.HoldsReplies(b)
}
