// src/model/wildcard.ts
/**
* Whether `text` matches `pattern` as a whole, letter case included; takes at most length × length steps, whatever the pattern.
* @example matchesWildcard('registry:*.azurecr.io/app:*', 'registry:x.azurecr.io/app:1') // true
*/
function matchesWildcard(pattern, text) {
	let at = 0;
	let star = -1;
	let resume = 0;
	let index = 0;
	while (index < text.length) {
		const wanted = pattern[at];
		if (wanted === "*") {
			star = at;
			resume = index;
			at += 1;
		} else if (wanted === "?" || wanted !== void 0 && wanted === text[index]) {
			at += 1;
			index += 1;
		} else if (star >= 0) {
			at = star + 1;
			resume += 1;
			index = resume;
		} else return false;
	}
	while (pattern[at] === "*") at += 1;
	return at === pattern.length;
}

export { matchesWildcard as t };