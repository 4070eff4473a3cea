/** A child that answers nothing; told of a file named “die” it ends, of one named “name” it says which process it is. */
process.on('message', ({ id, file }: { id: number; file: string }) => {
  if (file === 'die') process.exit(3);
  if (file === 'name') process.send?.({ id, processId: process.pid });
});
