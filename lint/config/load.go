package config

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/strict"
)

// Loader finds configurations and reads each once. It may be used by several goroutines at once.
type Loader struct {
	more   []string
	drafts []rule.Source
	open   map[string][]byte // files as they are in an editor, by absolute path

	mu      sync.Mutex
	nearest map[string]string          // path of the configuration by folder
	configs map[string]loaded[*Config] // by absolute path; "" for none
	sets    *sets
}

type loaded[T any] struct {
	value T
	err   error
}

// NewLoader makes a loader. rules are the shipped rules, more the files and folders of rules that are used besides them
// whatever a configuration says; so are the drafts, which are no files yet.
func NewLoader(rules fs.FS, more []string, drafts ...rule.Source) *Loader {
	return newLoader(&sets{rules: rules}, more, drafts)
}

func newLoader(s *sets, more []string, drafts []rule.Source) *Loader {
	return &Loader{more: more, drafts: drafts, nearest: map[string]string{}, configs: map[string]loaded[*Config]{}, sets: s}
}

// Again is a loader that reads every file anew, with more files and folders of rules besides, and drafts. Files that are open in
// an editor are read from there, by their absolute path. Rules that are still the same are not compiled again.
func (l *Loader) Again(more []string, open map[string][]byte, drafts ...rule.Source) *Loader {
	n := newLoader(l.sets, slices.Concat(l.more, more), drafts)
	n.open = open
	return n
}

// read reads a file, as it is in the editor or else on disk.
func (l *Loader) read(path string) ([]byte, error) {
	if abs, err := filepath.Abs(path); err == nil {
		if data, ok := l.open[abs]; ok {
			return data, nil
		}
	}
	return os.ReadFile(path)
}

// exists reports whether there is such a file.
func (l *Loader) exists(path string) bool {
	if _, ok := l.open[path]; ok {
		return true
	}
	info, err := os.Stat(path)
	return err == nil && !info.IsDir()
}

// sets are the rule sets that were compiled last. Loaders may share them.
type sets struct {
	rules fs.FS
	mu    sync.Mutex
	last  []compiled // the newest first
}

type compiled struct {
	sources []rule.Source
	loaded[*rule.Set]
}

// mostSets is how many rule sets are kept: one for each of a few configurations, and one for the file somebody is editing.
const mostSets = 8

// get gives the shipped rules with some besides.
func (s *sets) get(sources []rule.Source) (*rule.Set, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	same := func(a, b rule.Source) bool { return a.Path == b.Path && bytes.Equal(a.Data, b.Data) }
	i := slices.IndexFunc(s.last, func(c compiled) bool { return slices.EqualFunc(c.sources, sources, same) })
	var c compiled
	if i >= 0 {
		c = s.last[i]
		s.last = slices.Delete(s.last, i, i+1)
	} else {
		c.sources = sources
		c.value, c.err = rule.Load(s.rules, sources...)
	}
	s.last = slices.Insert(s.last, 0, c)
	s.last = s.last[:min(len(s.last), mostSets)]
	return c.value, c.err
}

// For gives the configuration for the file at path: the nearest upwards from its folder, or one without settings. The file
// need not exist. The error joins all that is wrong with the configuration; its path is given all the same.
func (l *Loader) For(path string) (*Config, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	abs, err := filepath.Abs(path)
	if err != nil {
		return &Config{}, lang.Errorf("cannot-read", path, err)
	}
	at := l.find(filepath.Dir(abs))
	if c, ok := l.configs[at]; ok {
		return c.value, c.err
	}
	c := &Config{}
	if at != "" {
		c.Path = named(at, filepath.IsAbs(path))
	}
	err = l.load(c)
	l.configs[at] = loaded[*Config]{c, err}
	return c, err
}

// find gives the path of the configuration nearest upwards from a folder, or "".
func (l *Loader) find(dir string) string {
	at, ok := l.nearest[dir]
	if ok {
		return at
	}
	for _, name := range []string{Misnamed, Name} {
		if l.exists(filepath.Join(dir, name)) {
			at = filepath.Join(dir, name)
		}
	}
	if up := filepath.Dir(dir); at == "" && up != dir {
		at = l.find(up)
	}
	l.nearest[dir] = at
	return at
}

// Misnamed is a name that is easily given to a configuration and that would go unnoticed.
const Misnamed = ".yorisoi.yml"

// named is how messages name the file at an absolute path: as seen from the working directory, unless asked otherwise.
func named(abs string, absolute bool) string {
	if wd, err := os.Getwd(); err == nil && !absolute {
		if rel, err := filepath.Rel(wd, abs); err == nil {
			return filepath.ToSlash(rel)
		}
	}
	return filepath.ToSlash(abs)
}

// load reads the file at c.Path, what it extends, and the rules it needs.
func (l *Loader) load(c *Config) error {
	sources, err := l.besides()
	if err != nil {
		return err
	}
	if c.Path != "" {
		if err := c.read(l, c.Path, nil, nil); err != nil {
			return err
		}
	}
	for _, f := range c.files {
		for _, r := range f.RuleFiles {
			s, err := l.ruleFiles(beside(f.path, r.Text))
			if err != nil {
				f.d.FailAt(r.Place, "config-cannot-use", err)
			}
			sources = append(sources, s...)
		}
	}
	if c.Set, err = l.set(sources); err != nil {
		return errors.Join(c.err(), err)
	}
	for _, s := range sources {
		if !slices.Contains(c.Rules, s.Path) {
			c.Rules = append(c.Rules, s.Path)
		}
	}
	for _, f := range c.files {
		f.checkRules(c.Set, c.reason())
	}
	return c.err()
}

// err is everything wrong with the files of c.
func (c *Config) err() error {
	var errs []error
	for _, f := range c.files {
		errs = append(errs, f.d.Err())
	}
	return errors.Join(errs...)
}

// read reads a configuration file, those it extends before it. by are the files that led to it.
func (c *Config) read(l *Loader, path string, by []string, at func(message string, args ...any)) error {
	abs, err := filepath.Abs(path)
	if err != nil {
		return lang.Errorf("cannot-read", path, err)
	}
	f := &file{path: filepath.ToSlash(path), abs: abs}
	switch {
	case slices.Contains(by, abs):
		at("config-circle", f.path)
		return nil
	case slices.ContainsFunc(c.files, func(o *file) bool { return o.abs == abs }):
		return nil
	}
	if filepath.Base(path) == Misnamed {
		return lang.Errorf("config-misnamed", f.path, Name)
	}
	data, err := l.read(path)
	switch {
	case err != nil && at != nil:
		at("config-cannot-use", lang.FileError(f.path, err))
		return nil
	case err != nil:
		return lang.FileError(f.path, err)
	}
	d, docs := strict.Documents(f.path, data)
	f.d = d
	if len(docs) > 1 {
		d.Fail(docs[1], "yaml-several-documents")
	}
	if len(docs) > 0 { // a file of comments says nothing, and nothing is wrong with it
		d.Decode(docs[0], &f.document)
	}
	f.check()
	f.origin()
	for _, e := range f.Extends {
		to := beside(path, e.Text)
		fail := func(message string, args ...any) { d.FailAt(e.Place, message, args...) }
		if err := c.read(l, to, append(slices.Clone(by), abs), fail); err != nil {
			return err
		}
	}
	c.files = append(c.files, f)
	return nil
}

// beside is the path of what a configuration names, from its own folder on.
func beside(config, path string) string {
	path = filepath.FromSlash(path)
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(config), path)
}

// besides reads the rule files that are used whatever a configuration says.
func (l *Loader) besides() (out []rule.Source, err error) {
	for _, p := range l.more {
		s, err := l.ruleFiles(p)
		if err != nil {
			return nil, err
		}
		out = append(out, s...)
	}
	return out, nil
}

// set loads the shipped rules with some besides.
func (l *Loader) set(sources []rule.Source) (*rule.Set, error) {
	var key []string
	var once []rule.Source
	for _, s := range sources {
		abs, err := filepath.Abs(s.Path)
		if err != nil {
			return nil, lang.Errorf("cannot-read", s.Path, err)
		}
		if !slices.Contains(key, abs) {
			key, once = append(key, abs), append(once, s)
		}
	}
	return l.sets.get(slices.Concat(once, l.drafts))
}

// empty reports whether nothing at all is in a folder, as before the first rule is written to it.
func empty(folder string) bool {
	entries, err := os.ReadDir(folder)
	return err == nil && len(entries) == 0
}

// ruleFiles reads the rule files that a path names: a file, a folder with all below it, a glob.
func (l *Loader) ruleFiles(path string) ([]rule.Source, error) {
	files := []string{path}
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		files = nil
		err = filepath.WalkDir(path, func(p string, e fs.DirEntry, err error) error {
			if err == nil && !e.IsDir() && (filepath.Ext(p) == ".yaml" || filepath.Ext(p) == ".yml") {
				files = append(files, p)
			}
			return err
		})
		if err != nil {
			return nil, lang.FileError(path, err)
		}
		if len(files) == 0 && !empty(path) {
			return nil, lang.Errorf("no-rules-in-folder", path)
		}
	case err != nil && strings.ContainsAny(path, "*?[{"):
		if files, err = doublestar.FilepathGlob(path, doublestar.WithFilesOnly()); err != nil {
			return nil, lang.Errorf("bad-glob", path)
		}
		if len(files) == 0 {
			return nil, lang.Errorf("glob-matches-nothing", path)
		}
		sort.Strings(files)
	case err != nil:
		return nil, lang.FileError(path, err)
	}
	var out []rule.Source
	for _, f := range files {
		b, err := l.read(f)
		if err != nil {
			return nil, lang.FileError(f, err)
		}
		out = append(out, rule.Source{Path: filepath.ToSlash(f), Data: b})
	}
	return out, nil
}
