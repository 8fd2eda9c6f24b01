import { a as diskScope, i as cloudOfEnvironment, n as cloudNames, o as storageScope, r as cloudOfBlobHost, t as azureCloud } from "./shared-azure-compute-clouds.mjs";

export { azureCloud, cloudNames, cloudOfBlobHost, cloudOfEnvironment, diskScope, storageScope };