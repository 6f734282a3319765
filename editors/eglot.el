;; init.el
(require 'eglot)
(add-to-list 'eglot-server-programs
             '((text-mode markdown-mode yaml-mode) . ("yorisoi" "lsp")))
(add-hook 'text-mode-hook #'eglot-ensure)
