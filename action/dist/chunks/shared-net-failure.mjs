import { n as UserError } from "./shared-model-errors.mjs";
import { n as redactUrl } from "./shared-model-target.mjs";

// src/net/failure.ts
const caHint = "Name the PEM file of the certificate authority in PORTCULLIS_CA_FILE or NODE_EXTRA_CA_CERTS.";
const nameHint = "Check the host name, and whether a proxy is needed (HTTPS_PROXY, NO_PROXY).";
const reachHint = "Check address, firewall and proxy (HTTPS_PROXY, NO_PROXY).";
const untrusted = {
	says: "the server's certificate is not trusted",
	hint: caHint,
	passing: false
};
const noTls = {
	says: "TLS could not be agreed on",
	hint: "The server may speak plain HTTP there: check scheme and port.",
	passing: false
};
const failures = {
	ENOTFOUND: {
		says: "the host name is not known",
		hint: nameHint,
		passing: false
	},
	EAI_AGAIN: {
		says: "the host name could not be looked up",
		hint: nameHint,
		passing: true
	},
	ECONNREFUSED: {
		says: "the connection was refused",
		hint: reachHint,
		passing: false
	},
	ECONNRESET: {
		says: "the connection was closed by the other side",
		hint: reachHint,
		passing: true
	},
	EPIPE: {
		says: "the connection was closed by the other side",
		hint: reachHint,
		passing: true
	},
	ETIMEDOUT: {
		says: "the connection timed out",
		hint: reachHint,
		passing: true
	},
	EHOSTUNREACH: {
		says: "the host cannot be reached",
		hint: reachHint,
		passing: true
	},
	ENETUNREACH: {
		says: "the network cannot be reached",
		hint: reachHint,
		passing: true
	},
	UND_ERR_CONNECT_TIMEOUT: {
		says: "the connection timed out",
		hint: reachHint,
		passing: true
	},
	UND_ERR_HEADERS_TIMEOUT: {
		says: "no answer came in time",
		hint: reachHint,
		passing: true
	},
	UND_ERR_BODY_TIMEOUT: {
		says: "the answer stopped",
		hint: reachHint,
		passing: true
	},
	UND_ERR_SOCKET: {
		says: "the connection was closed by the other side",
		hint: reachHint,
		passing: true
	},
	UND_ERR_RES_CONTENT_LENGTH_MISMATCH: {
		says: "the answer ended before its announced length",
		hint: "Try again; a proxy on the way may cut long answers.",
		passing: true
	},
	UND_ERR_ABORTED: {
		says: "the proxy refused the connection",
		hint: "Check HTTPS_PROXY, and the proxy for user name and rules.",
		passing: false
	},
	PROXY_CLOSED: {
		says: "the proxy closed the connection",
		hint: "Check HTTPS_PROXY, and the proxy for its rules.",
		passing: true
	},
	SELF_SIGNED_CERT_IN_CHAIN: untrusted,
	DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
	UNABLE_TO_GET_ISSUER_CERT: untrusted,
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
	CERT_UNTRUSTED: untrusted,
	CERT_HAS_EXPIRED: {
		says: "the server's certificate has expired",
		hint: "Renew the certificate, or check the clock of this machine.",
		passing: false
	},
	ERR_TLS_CERT_ALTNAME_INVALID: {
		says: "the server's certificate is for another name",
		hint: "Use the name that the certificate carries.",
		passing: false
	},
	CERT_NOT_YET_VALID: {
		says: "the server's certificate is not valid yet",
		hint: "Check the clock of this machine.",
		passing: false
	},
	EPROTO: noTls
};
const unknownFailure = {
	says: "the request failed",
	hint: reachHint,
	passing: true
};
/** The system's code of an error or of what caused it. */
function codeOf(error, depth = 0) {
	if (!(error instanceof Error) || depth > 5) return void 0;
	if ("code" in error && typeof error.code === "string" && error.code !== "") return error.code;
	return codeOf(error instanceof AggregateError ? error.errors[0] : error.cause, depth + 1);
}
function failureOf(error) {
	const code = codeOf(error) ?? "";
	const known = failures[code];
	if (known !== void 0) return known;
	return /^ERR_(?:SSL|TLS)_/.test(code) ? noTls : unknownFailure;
}
/** Whether a connection that failed so may succeed a little later. */
function isPassing(error) {
	return failureOf(error).passing;
}
/** Why the run ended: the signal's own reason where it is one of our errors. */
function cancelled(signal, cause) {
	const reason = signal.reason;
	if (reason instanceof UserError) return reason;
	return new UserError("CANCELLED", "The run was cancelled", { cause });
}
/**
* A connection's failure as `NETWORK`, or as `CANCELLED` when `signal` is aborted. Our own errors pass through.
* The cause is left out of the message but kept: it may hold the address with its query.
*/
function networkError(error, url, signal) {
	if (signal?.aborted === true) return cancelled(signal, error);
	if (error instanceof UserError) return error;
	const failure = failureOf(error);
	const code = codeOf(error);
	const shown = code === void 0 ? failure.says : `${failure.says} (${code})`;
	return new UserError("NETWORK", `${redactUrl(url)}: ${shown}`, {
		hint: failure.hint,
		cause: error
	});
}

export { isPassing as n, networkError as r, cancelled as t };