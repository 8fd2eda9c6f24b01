import { n as parseReference, r as sha256Digest, t as formatReference } from "./shared-images-reference.mjs";

export { formatReference, parseReference, sha256Digest };