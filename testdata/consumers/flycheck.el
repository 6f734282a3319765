;; with flycheck
(flycheck-define-checker yorisoi
  "The tone of a support reply."
  :command ("yorisoi" "check" "--format" "unix" "--stdin-filename" (eval (or (buffer-file-name) "reply.txt")) "-")
  :standard-input t
  :error-patterns
  ((error line-start (file-name) ":" line ":" column ":" end-line ":" end-column ": error: " (message) " [" (id (+ (not (any "]")))) "]" line-end)
   (warning line-start (file-name) ":" line ":" column ":" end-line ":" end-column ": warning: " (message) " [" (id (+ (not (any "]")))) "]" line-end)
   (info line-start (file-name) ":" line ":" column ":" end-line ":" end-column ": info: " (message) " [" (id (+ (not (any "]")))) "]" line-end))
  :modes (text-mode markdown-mode))
(add-to-list 'flycheck-checkers 'yorisoi)
