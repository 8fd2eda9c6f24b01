import { n as readAuth, t as dockerConfigCredential } from "./shared-images-registry-credential-helper.mjs";

export { dockerConfigCredential, readAuth };