#compdef noteweave

_noteweave_completion() {
  eval $(env _TYPER_COMPLETE_ARGS="${words[1,$CURRENT]}" _NOTEWEAVE_COMPLETE=complete_zsh noteweave)
}

compdef _noteweave_completion noteweave
