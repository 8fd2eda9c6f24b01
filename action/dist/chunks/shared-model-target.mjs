// src/model/target.ts
/** Every kind of target, the scheme before its colon; what follows: a path, an image's name, paths and addresses of disks, or a resource in Azure. */
const targetKinds = {
	"docker-archive": "path",
	"oci-dir": "path",
	"oci-archive": "path",
	docker: "image",
	registry: "image",
	dir: "path",
	disk: "disks",
	azure: "resource",
	arm: "path"
};
const targetSchemes = Object.keys(targetKinds);

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
const pathSchemes = targetSchemes.filter((scheme) => targetKinds[scheme] === "path");
/** Targets whose rest is a path, in which `@`, `?` and `#` are letters like others. */
const pathTarget = new RegExp(`^(?:(?:${pathSchemes.join("|")}):|\\.{0,2}[/\\\\]|[a-z]:[/\\\\])`, "i");
const schemePrefix = new RegExp(`^(?:${targetSchemes.join("|")}):(?!//)`);
/**
* A target as it may be shown: an image's reference or an address without its user info and query, a path as it is.
* @example redactTarget('registry:me:pw@host/app:1') // 'registry:host/app:1'
*/
function redactTarget(text) {
	if (/^disk:/i.test(text)) return `disk:${text.slice(5).split(",").map((part) => part.includes("://") ? redactUrl(part.trim()) : part).join(",")}`;
	if (pathTarget.test(text) && !text.includes("://")) return text;
	const scheme = schemePrefix.exec(text)?.[0] ?? "";
	return scheme + redactUrl(text.slice(scheme.length));
}

export { targetSchemes as i, redactUrl as n, targetKinds as r, redactTarget as t };