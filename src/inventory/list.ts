// Every extractor there is. To add a format: its folder below os/ or language/, and its line here.

import type { Extractor } from '../model/file-tree.ts';
import { go } from './language/go/extractor.ts';
import { notRead } from './language/not-read/extractor.ts';
import { npm } from './language/npm/extractor.ts';
import { python } from './language/python/extractor.ts';
import { apk } from './os/apk/extractor.ts';
import { dpkg } from './os/dpkg/extractor.ts';
import { release } from './os/release/extractor.ts';
import { rpm } from './os/rpm/extractor.ts';

export const extractors: readonly Extractor[] = [release, dpkg, apk, rpm, npm, python, go, notRead];
