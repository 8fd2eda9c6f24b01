// src/model/printable.ts
const longest = 2e3;
/** Invisible and direction-changing characters, line separators, lone surrogates. */
const unsafe = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
function escapeCharacter(character) {
	if (character === "\n") return "\\n";
	if (character === "\r") return "\\r";
	if (character === "	") return " ";
	return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
/**
* One line of text that no host takes for a command, no terminal for a control sequence; cut at 2,000 characters.
* @example printable('a\n##vso[task.complete]') // 'a\\n#\\#vso[task.complete]'
*/
function printable(text) {
	return (text.length > longest ? `${text.slice(0, longest)}…` : text).replace(unsafe, escapeCharacter).replace(/##(?=vso\[|\[)/gi, "#\\#").replace(/^(\s*):(?=:)/, "$1\\:");
}

export { printable as t };