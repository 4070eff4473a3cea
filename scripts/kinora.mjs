import '../cli/bin/kinora.mjs';
