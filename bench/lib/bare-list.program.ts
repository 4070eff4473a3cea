/** What the list of projects costs without the studio: one query, one JSON answer, no session, no wall, no checks. */
import Fastify from 'fastify';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env['BENCH_DATABASE_URL'], max: 10 });
const app = Fastify();
app.get('/projects', async () => {
  const { rows } = await pool.query('select * from projects order by updated_at desc, id desc limit 50');
  return { items: rows, nextCursor: null };
});
process.stdout.write(`Kinora is ready: ${await app.listen({ host: '127.0.0.1', port: 0 })}\n`);
process.on('SIGTERM', () => process.exit(0));
