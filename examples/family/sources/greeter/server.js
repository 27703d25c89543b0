import express from 'express';

let greeted = 0;
const app = express();
app.get('/health', (_request, response) => response.send('ok'));
app.get('/metrics', (_request, response) =>
  response.type('text/plain').send(`greeter_greetings_total ${greeted}\n`),
);
app.get('/hello/:name', ({ params }, response) => {
  greeted += 1;
  response.send(`hello ${params.name}\n`);
});
const server = app.listen(Number(process.env.PORT));
// The first process of a container is ended by no signal that it does not take.
process.on('SIGTERM', () => server.close(() => process.exit(0)));
