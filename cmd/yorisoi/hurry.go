package main

import (
	"runtime"
	"runtime/debug"
)

// firstHeap is how large the heap may grow, in percent of the 4 MiB that Go takes for little, before garbage is collected for
// the first time. The check of a draft ends before that.
const firstHeap = 400

// hurry spares a short run the collection of garbage. From the first one on it is collected as usual, so that a long run
// takes no more memory than any other program.
func hurry() {
	const usual = 100
	if was := debug.SetGCPercent(firstHeap); was != usual { // GOGC asks for something else
		debug.SetGCPercent(was)
		return
	}
	runtime.SetFinalizer(&struct{ _ *int }{}, func(*struct{ _ *int }) { debug.SetGCPercent(usual) })
}
