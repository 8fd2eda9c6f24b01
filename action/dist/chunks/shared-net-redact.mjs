// src/net/redact.ts
/**
* The address without user info, query and fragment; text that is no URL loses what looks like them.
* @example redactUrl('https://me:pw@host/a?sig=x#y') // 'https://host/a'
*/
function redactUrl(url) {
	if (typeof url === "string" && !(/^[a-z][a-z0-9+.-]*:\/\//i.test(url) && URL.canParse(url))) return url.replace(/[?#].*$/s, "").replace(/^([a-z][a-z0-9+.-]*:\/\/)?[^/]*@(?!sha(?:256|512):)/i, "$1");
	const parsed = new URL(url);
	parsed.username = "";
	parsed.password = "";
	parsed.search = "";
	parsed.hash = "";
	return parsed.href;
}

export { redactUrl as t };