// src/net/redact.ts
/**
* The address without user info, query and fragment. A password may hold any character, `/`, `?` and `#` too, so that
* everything up to the last `@` is taken for user info; what follows an `@` may be an image's digest, and what stands
* before that is then no user.
* @example redactUrl('https://me:pw@host/a?sig=x#y') // 'https://host/a'
*/
function redactUrl(url) {
	const bare = (typeof url === "string" ? url : url.href).replace(/^([a-z][a-z0-9+.-]*:\/{1,2})?.*@(?!sha(?:256|512):)/is, "$1").replace(/[?#].*$/s, "");
	return /^[a-z][a-z0-9+.-]*:\/\//i.test(bare) && URL.canParse(bare) ? new URL(bare).href : bare;
}
/** Targets whose rest is a path, in which `@`, `?` and `#` are letters like others. */
const pathTarget = /^(?:(?:docker-archive|oci-dir|oci-archive|dir):|\.{0,2}[/\\]|[a-z]:[/\\])/i;
/**
* A target as it may be shown: an image's reference or an address without its user info and query, a path as it is.
* @example redactTarget('registry:me:pw@host/app:1') // 'registry:host/app:1'
*/
function redactTarget(text) {
	if (pathTarget.test(text) && !text.includes("://")) return text;
	const scheme = /^(?:docker|registry|docker-archive|oci-dir|oci-archive|dir):(?!\/\/)/.exec(text)?.[0] ?? "";
	return scheme + redactUrl(text.slice(scheme.length));
}

export { redactUrl as n, redactTarget as t };