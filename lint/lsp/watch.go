package lsp

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/yorisoi/yorisoi/lint/config"
)

// pollEvery is how often files are looked at for clients that do not tell when they change.
const pollEvery = 2 * time.Second

// poll has everything checked anew when the files change that checks depend on.
func (s *server) poll() {
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-tick.C:
		}
		if s.stamps.changed(s.current()) {
			s.renew(func(*view) {})
		}
	}
}

// stamps are the states of files as they were last seen.
type stamps struct {
	mu   sync.Mutex
	seen map[string]string
}

// note takes down the states of files that were not looked at before.
func (s *stamps) note(paths []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range paths {
		if _, ok := s.seen[p]; !ok {
			s.seen[p] = stamp(p)
		}
	}
}

// changed reports whether a file has changed that checks of the open documents depend on.
func (s *stamps) changed(v *view) (changed bool) {
	var paths []string
	for _, d := range v.docs {
		paths = append(paths, v.sources(d)...)
	}
	s.note(paths)
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range paths {
		if now := stamp(p); now != s.seen[p] {
			s.seen[p], changed = now, true
		}
	}
	return changed
}

// stamp tells the states of a file apart, there or not.
func stamp(path string) string {
	info, err := os.Stat(path)
	if err != nil {
		return ""
	}
	return fmt.Sprint(info.ModTime().UnixNano(), info.Size())
}

// sources are the files that the check of a document depends on, there or not.
func (v *view) sources(d *document) (out []string) {
	if d.kind == inquiry || d.kind == other {
		return nil
	}
	for dir := filepath.Dir(d.file.Path); ; dir = filepath.Dir(dir) {
		out = append(out, filepath.Join(dir, config.Name))
		if dir == filepath.Dir(dir) {
			break
		}
	}
	if path := v.inquiryPath(d.file.Path); path != "" {
		out = append(out, path)
	}
	if c, _ := v.loader(d.file.Path).For(d.file.Path); c != nil {
		out = append(out, slices.Concat(c.Files(), c.Rules)...)
	}
	return out
}
