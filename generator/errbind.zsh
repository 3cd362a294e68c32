#compdef errbind
# Completion of errbind for zsh. `errbind complete` knows what fits.

_errbind() {
	local -a lines candidates
	local line files

	lines=("${(@f)$(_call_program errbind "${(q)${(Q)words[1]}}" complete \
		"${(@q)${(@Q)words[2,CURRENT - 1]}}" "${(q)${(Q)PREFIX}}" 2>/dev/null)}")
	files=$lines[1]
	for line in "${(@)lines[2,-1]}"; do
		candidates+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
	done
	_describe -V errbind candidates
	case $files in
	files) _files ;;
	folders) _files -/ ;;
	esac
}

_errbind "$@"
