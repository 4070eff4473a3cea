export { type IntakeErrorCode, intakeErrors } from './errors.ts';
export { type Intake, type IntakeParts, type IntakeRequest, takeIn } from './intake.ts';
export { INTAKE_LIMITS } from './limits.ts';
export type { ParsedDrawing } from './parse-drawing.ts';
export type { ParsedFont } from './parse-font.ts';
export type { ParsedPicture } from './parse-picture.ts';
export { createFileParser, type FileParser, type ParserLimits } from './parser.ts';
export { type IntakeFamily, type RecognisedKind, recognise } from './recognise.ts';
export { type SanitisedSvg, sanitiseSvg, UnsafeSvg } from './sanitise-svg.ts';
