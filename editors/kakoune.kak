# kakrc: after :lint the findings stand in the margin; yorisoi is run as a command (kakoune-lsp can start `yorisoi lsp` instead)
hook global WinSetOption filetype=(plain|markdown) %{
    set-option window lintcmd %{ run() {
        yorisoi check --format unix --columns byte "$1" | sed -E 's/^([^:]*:[0-9]+:[0-9]+):[0-9]+:[0-9]+:/\1:/'
    } && run }
}
