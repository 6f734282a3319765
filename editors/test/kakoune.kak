source %sh{ printf %s "$CONFIG" }
hook global BufSetOption lint_warning_count=.* %{
    evaluate-commands %sh{
        [ "$kak_opt_lint_warning_count" -gt 0 ] || exit 0
        printf 'echo -to-file %s -- %%opt{lint_messages}\nkill!\n' "$OUT"
    }
}
hook -once global WinDisplay .* %{
    set-option window filetype plain
    lint
}
