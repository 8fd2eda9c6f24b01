import { n as UserError } from "./shared-model-errors.mjs";
import { n as redactUrl } from "./shared-model-target.mjs";

// src/images/reference.ts
const component = /^[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*$/;
const hostName = /^(?:\[[0-9a-f:]+\]|[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*)(?::\d{1,5})?$/;
const tagName = /^\w[\w.-]{0,127}$/;
const longestRepository = 255;
/** A digest that we can check. */
const sha256Digest = /^sha256:[0-9a-f]{64}$/;
function wrong(text, why) {
	return new UserError("USAGE", `${redactUrl(text)} is no image reference: ${why}`, { hint: "Write it as [HOST[:PORT]/]REPOSITORY[:TAG][@sha256:DIGEST]." });
}
/** The first segment is a host when it cannot be a part of a Docker Hub name: a dot, a port, `localhost`, upper case. */
function looksLikeHost(segment) {
	return /[.:A-Z[]/.test(segment) || segment === "localhost";
}
/**
* Reads a reference; `docker.io`, `library/` and `latest` are added where they are left out. Throws `USAGE`.
* @example parseReference('debian:12') // { host: 'docker.io', repository: 'library/debian', tag: '12' }
*/
function parseReference(text) {
	if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) throw wrong(text, "it has the form of an address");
	const at = text.indexOf("@");
	const digest = at < 0 ? void 0 : text.slice(at + 1);
	if (digest !== void 0 && !sha256Digest.test(digest)) throw wrong(text, "what follows @ is no sha256 digest");
	let name = at < 0 ? text : text.slice(0, at);
	const colon = name.lastIndexOf(":");
	let tag;
	if (colon > name.lastIndexOf("/")) {
		tag = name.slice(colon + 1);
		name = name.slice(0, colon);
		if (!tagName.test(tag)) throw wrong(text, "the tag has characters that a tag cannot have");
	}
	const slash = name.indexOf("/");
	const first = slash < 0 ? "" : name.slice(0, slash);
	const hosted = looksLikeHost(first);
	const host = hosted ? first.toLowerCase() : "docker.io";
	let repository = hosted ? name.slice(slash + 1) : name;
	if (hosted && !hostName.test(host)) throw wrong(text, "the host is no host name");
	if (hosted && !looksLikeHost(host)) throw wrong(text, "a repository is written in lower case, and a host with a dot or a port");
	if (host === "docker.io" || host === "index.docker.io") {
		if (!repository.includes("/")) repository = `library/${repository}`;
	}
	if (repository.length > longestRepository) throw wrong(text, "the name is too long");
	if (!repository.split("/").every((part) => component.test(part))) throw wrong(text, "a repository has lower-case letters, digits and . _ - between them");
	if (tag === void 0 && digest === void 0) tag = "latest";
	return {
		host: host === "index.docker.io" ? "docker.io" : host,
		repository,
		...tag === void 0 ? {} : { tag },
		...digest === void 0 ? {} : { digest }
	};
}
/** The full form, which `parseReference` reads again. */
function formatReference(reference) {
	const tag = reference.tag === void 0 ? "" : `:${reference.tag}`;
	const digest = reference.digest === void 0 ? "" : `@${reference.digest}`;
	return `${reference.host}/${reference.repository}${tag}${digest}`;
}

export { parseReference as n, sha256Digest as r, formatReference as t };