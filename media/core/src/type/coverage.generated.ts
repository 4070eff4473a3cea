export const COVERAGE: Readonly<Record<string, string>> = {};
