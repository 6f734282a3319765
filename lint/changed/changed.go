// Package changed tells which lines of files have changed since a revision. It asks git, the program: what is in a work tree
// and what of it is to be ignored only that knows.
package changed

import (
	"bytes"
	"context"
	"errors"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/bluekeyes/go-gitdiff/gitdiff"
	"golang.org/x/text/unicode/norm"

	"github.com/yorisoi/yorisoi/lint/lang"
)

// Lines are the changed lines of the files of a work tree.
type Lines struct {
	root    string // absolute, links resolved
	tracked map[string]bool
	hunks   map[string][]hunk
	whole   map[string]bool // new files, and those git takes for binary
}

// hunk is a stretch of changed lines, 1-based. Where lines were only taken out, it is the two lines that have come together.
type hunk struct{ first, last int }

// Since finds the lines that differ between the work tree that holds the folder dir and the merge base of its head and a
// revision. The error says what keeps git from telling, and what to do.
func Since(ctx context.Context, dir, revision string) (*Lines, error) {
	g := git{ctx, dir}
	if _, err := exec.LookPath("git"); err != nil {
		return nil, lang.Errorf("changed-no-git")
	}
	root, err := g.line("rev-parse", "--show-toplevel")
	if err != nil {
		return nil, lang.Errorf("changed-no-repository", dir)
	}
	shallow, _ := g.line("rev-parse", "--is-shallow-repository")
	if _, err := g.line("rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{commit}"); err != nil {
		if shallow == "true" {
			return nil, lang.Errorf("changed-not-fetched", revision)
		}
		return nil, lang.Errorf("changed-no-revision", revision)
	}
	base, err := g.line("merge-base", "--end-of-options", revision, "HEAD")
	if err != nil {
		if shallow == "true" {
			return nil, lang.Errorf("changed-shallow", revision)
		}
		return nil, lang.Errorf("changed-no-base", revision)
	}
	l := &Lines{tracked: map[string]bool{}, hunks: map[string][]hunk{}, whole: map[string]bool{}}
	if l.root, err = filepath.EvalSymlinks(filepath.FromSlash(root)); err != nil {
		return nil, lang.FileError(root, err)
	}
	g.dir = l.root
	files, err := g.run("ls-files", "-z")
	if err != nil {
		return nil, err
	}
	for name := range strings.SplitSeq(string(files), "\x00") {
		l.tracked[norm.NFC.String(name)] = true
	}
	diff, err := g.run("-c", "core.quotePath=true", "diff", "--no-color", "--no-ext-diff", "--no-textconv", "--no-relative", "-U0", "-M",
		"--src-prefix=a/", "--dst-prefix=b/", "--ignore-submodules", base, "--")
	if err != nil {
		return nil, err
	}
	return l, l.read(diff)
}

// read takes notice of a diff.
func (l *Lines) read(diff []byte) error {
	list, _, err := gitdiff.Parse(bytes.NewReader(diff))
	if err != nil {
		return lang.Errorf("changed-git", "git diff", err)
	}
	for _, f := range list {
		name := norm.NFC.String(f.NewName)
		if f.IsNew || f.IsBinary {
			l.whole[name] = true
		}
		for _, t := range f.TextFragments {
			h := hunk{int(t.NewPosition), int(t.NewPosition + t.NewLines - 1)}
			if t.NewLines == 0 {
				h.last = h.first + 1
			}
			l.hunks[name] = append(l.hunks[name], h)
		}
	}
	return nil
}

// Touch reports whether one of the lines first to last, 1-based, of the file at path has changed. All lines have of a file that
// git does not know.
func (l *Lines) Touch(path string, first, last int) bool {
	abs, err := filepath.Abs(path)
	if err != nil {
		return true
	}
	if dir, err := filepath.EvalSymlinks(filepath.Dir(abs)); err == nil {
		abs = filepath.Join(dir, filepath.Base(abs))
	}
	rel, err := filepath.Rel(l.root, abs)
	if err != nil {
		return true
	}
	name := norm.NFC.String(filepath.ToSlash(rel))
	if !l.tracked[name] || l.whole[name] {
		return true
	}
	for _, h := range l.hunks[name] {
		if first <= h.last && h.first <= last {
			return true
		}
	}
	return false
}

// git runs git in a folder.
type git struct {
	ctx context.Context
	dir string
}

func (g git) run(args ...string) ([]byte, error) {
	cmd := exec.CommandContext(g.ctx, "git", args...)
	cmd.Dir = g.dir
	out, err := cmd.Output()
	if err != nil {
		said := err.Error()
		var exit *exec.ExitError
		if errors.As(err, &exit) && len(exit.Stderr) > 0 {
			said = strings.TrimSpace(string(exit.Stderr))
		}
		return nil, lang.Errorf("changed-git", "git "+args[0], said)
	}
	return out, nil
}

func (g git) line(args ...string) (string, error) {
	out, err := g.run(args...)
	return strings.TrimRight(string(out), "\r\n"), err
}
