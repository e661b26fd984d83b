/** Whether CI's form of the tests is played, and not the whole (make test-all). */
export const isShort = process.env.CODECRAFT_TEST_FORM === "short";
