# Completion of errbind for fish. `errbind complete` knows what fits.

function __errbind_complete
	set -l words (commandline -opc)
	set -l word (commandline -ct)
	set -l lines ($words[1] complete $words[2..-1] $word 2>/dev/null)
	printf '%s\n' $lines[2..-1]
	switch "$lines[1]"
		case files
			__fish_complete_path $word
		case folders
			__fish_complete_directories $word
	end
end

complete -c errbind -f -a '(__errbind_complete)'
