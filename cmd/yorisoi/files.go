package main

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
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

// smallFile is the size in bytes up to which a file is read as a whole, so that its replies are compared with those of others.
const smallFile = 1 << 20

// sources finds the files that the arguments name: files, folders, globs, "-" for standard input. They come in the order of
// their paths, each once. What is not to be had is a source, too: opening it says why.
func (a *app) sources(p *lint.Project, args []string, stdinAs string) (out []lint.Source) {
	seen := map[string]bool{}
	add := func(s lint.Source) {
		if s.Path = filepath.ToSlash(s.Path); !seen[s.Path] {
			seen[s.Path] = true
			out = append(out, s)
		}
	}
	file := func(path string) {
		path = filepath.Clean(path) // ./a.txt is a.txt
		src := lint.Source{Path: path, Open: func() (*text.File, error) { return open(path) }}
		if info, err := os.Stat(path); err == nil && info.Size() > smallFile {
			src.Stream = func() (io.ReadCloser, error) {
				f, err := os.Open(path)
				if err != nil {
					return nil, lang.FileError(path, err)
				}
				return f, nil
			}
		}
		add(src)
	}
	missing := func(path string, err error) {
		add(lint.Source{Path: path, Open: func() (*text.File, error) { return nil, err }})
	}
	for _, arg := range args {
		if arg == "-" {
			add(a.stdin(stdinAs))
			continue
		}
		info, err := os.Stat(arg)
		switch {
		case err == nil && info.IsDir():
			if walk(arg, p.Holds, file, missing) == 0 {
				missing(arg, lang.Errorf("no-replies-in-folder", arg, strings.Join(input.Extensions(), " ")))
			}
		case err == nil:
			file(arg)
		case strings.ContainsAny(arg, "*?[{"):
			files, err := doublestar.FilepathGlob(arg, doublestar.WithFilesOnly())
			if err != nil {
				missing(arg, lang.Errorf("bad-glob", arg))
			} else if len(files) == 0 {
				missing(arg, lang.Errorf("glob-matches-nothing", arg))
			}
			for _, f := range files {
				file(f)
			}
		default:
			missing(arg, lang.FileError(arg, err))
		}
	}
	slices.SortStableFunc(out, func(x, y lint.Source) int { return strings.Compare(x.Path, y.Path) })
	return out
}

// ignored says, beside the report, which of the files that are named one by one a configuration wants ignored.
func (a *app) ignored(p *lint.Project, args []string) {
	for _, arg := range args {
		if info, err := os.Stat(arg); err == nil && !info.IsDir() {
			if by, yes := p.Ignored(arg); yes {
				a.complain(lang.Errorf("file-ignored", filepath.ToSlash(arg), by.Origin(), strings.Join(by.Files, " ")))
			}
		}
	}
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
		b, err := io.ReadAll(io.LimitReader(a.in, input.MaxFile+1))
		if err != nil {
			return nil, lang.Errorf("cannot-read", name, err)
		}
		if len(b) > input.MaxFile {
			return nil, lang.Errorf("too-large", name, input.MaxFile>>20)
		}
		return text.NewFile(name, b), nil
	}, Stream: func() (io.ReadCloser, error) { return io.NopCloser(a.in), nil }}
}

func open(path string) (*text.File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, lang.FileError(path, err)
	}
	switch {
	case info.IsDir():
		return nil, lang.Errorf("file-is-folder", path)
	case info.Size() > input.MaxFile:
		return nil, lang.Errorf("too-large", path, input.MaxFile>>20)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, lang.FileError(path, err)
	}
	return text.NewFile(filepath.ToSlash(path), b), nil
}

// walk hands on the files below a folder that may hold replies, leaving out hidden ones and those git ignores, and what cannot
// be looked into; holds says of a file whose name may mean anything whether it does. It gives the number of both.
func walk(root string, holds func(path string, src io.Reader) bool, file func(path string), missing func(path string, err error)) (count int) {
	var patterns []gitignore.Pattern
	filepath.WalkDir(root, func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			missing(p, lang.FileError(p, err))
			count++
			return nil // a folder that cannot be read is left out, the rest is not
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
		if e.Type().IsRegular() && input.Known(p) && holdsReplies(p, holds) {
			file(p)
			count++
		}
		return nil
	})
	return count
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

// holdsReplies leaves out of a walk the files whose name may mean anything and that hold no replies.
func holdsReplies(path string, holds func(path string, src io.Reader) bool) bool {
	if !input.Ambiguous(path) {
		return true
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	return holds(path, f)
}
