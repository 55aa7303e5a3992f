/** The administrator's URL of the PostgreSQL that tests use. */
export async function testServer(): Promise<string> {
  const url = process.env.TAKWIN_TEST_DATABASE_URL;
  if (!url) throw new Error('TAKWIN_TEST_DATABASE_URL is not set');
  return url;
}
