// The numbers of a structure are the runtime's: file systems and hives read them too.

export { Fields, isZero } from '../runtime/fields.ts';
