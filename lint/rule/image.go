package rule

import (
	"hash/crc32"
	"io"
	"io/fs"

	"github.com/yorisoi/yorisoi/lint/frozen"
	"github.com/yorisoi/yorisoi/lint/token"
)

// Image is a folder of rules that holds them in the form in which they are used as well, as [Freeze] writes it: reading and
// compiling the files takes a hundred times longer.
type Image interface {
	fs.FS
	Image() string
}

// Freeze writes the image of the rules in folder.
func Freeze(folder fs.FS) ([]byte, error) {
	s, err := Load(imageless{folder})
	if err != nil {
		return nil, err
	}
	sum, err := sum(folder)
	if err != nil {
		return nil, err
	}
	return frozen.Freeze(&s.compiled, sum)
}

// imageless is a folder without its image.
type imageless struct{ fs.FS }

// thaw takes the rules from the image of a folder. The error says that there is none that is of use; the rules must then be
// loaded from the files.
func (s *Set) thaw(folder fs.FS) ([]Source, error) {
	f, ok := folder.(Image)
	if !ok {
		return nil, frozen.ErrOther
	}
	sum, err := sum(folder)
	if err != nil {
		return nil, err
	}
	go token.Open() // which takes as long, and is needed only once the rules are there
	if err := frozen.Thaw(f.Image(), sum, &s.compiled); err != nil {
		return nil, err
	}
	for _, d := range s.Defs {
		s.byName[d.Name] = d
	}
	return nil, s.assemble()
}

// sum tells the files of a folder from any others.
func sum(folder fs.FS) (uint64, error) {
	all, size := crc32.New(crc32.MakeTable(crc32.Castagnoli)), uint32(0)
	buf := make([]byte, 32<<10)
	err := files(folder, func(p string) error {
		f, err := folder.Open(p)
		if err != nil {
			return err
		}
		defer f.Close()
		io.WriteString(all, p)
		for {
			n, err := f.Read(buf)
			all.Write(buf[:n])
			if size += uint32(n); err == io.EOF {
				return nil
			} else if err != nil {
				return err
			}
		}
	})
	return uint64(all.Sum32())<<32 | uint64(size), err
}
