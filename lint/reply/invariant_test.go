package reply_test

import (
	"testing"

	"github.com/yorisoi/yorisoi/lint/reply"
)

func sound(t testing.TB, d *reply.Document) {}
