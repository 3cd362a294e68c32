# Completion of errbind for bash 3.2 and later. `errbind complete` knows what fits.

_errbind() {
	local IFS=$'\n' word words=() joins='' line files='' before=''

	# Bash takes '=' and ':' for words of their own; errbind gets what was typed.
	for word in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
		if [[ ${#words[@]} -gt 0 && ($joins || $word == [=:]) ]]; then
			words[${#words[@]} - 1]+=$word
		else
			words+=("$word")
		fi
		[[ $word == [=:] ]] && joins=yes || joins=
	done
	word=${words[${#words[@]} - 1]}
	[[ $word == *[=:]* ]] && before=${word%"${word##*[=:]}"}

	COMPREPLY=()
	while read -r line; do
		if [[ ! $files ]]; then
			files=$line
		else
			line=${line%%$'\t'*}
			printf -v line '%q' "${line#"$before"}"
			COMPREPLY+=("$line")
		fi
	done < <("${COMP_WORDS[0]/#\~/$HOME}" complete "${words[@]}" 2>/dev/null)
	word=${word#"$before"}
	case $files in
	files) COMPREPLY+=($(compgen -f -- "$word")) ;;
	folders) COMPREPLY+=($(compgen -d -- "$word")) ;;
	*) return ;;
	esac
	compopt -o filenames 2>/dev/null
}

complete -F _errbind errbind
