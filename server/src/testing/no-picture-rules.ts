/** For tests of slices in which no picture is looked at or held back. */
export const noPictureRules = { assertPictures: async () => undefined };
