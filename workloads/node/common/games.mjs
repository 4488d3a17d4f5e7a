// Games: everybody moves, and hears at each tick where all are.

import { converseIn, Gathering } from './gathering.mjs';

const isStep = (value) => value === 1 || value === -1;

class Game extends Gathering {
  places = new Map(); // by number: so sorted by it
  began = process.hrtime.bigint();
  tick = 0;
  isOver = false;

  constructor(hz) {
    super();
    this.hz = hz;
    this.wait();
  }

  enter(member) {
    const number = super.enter(member);
    this.places.set(number, [number, 0, 0]);
    return number;
  }

  leave(number) {
    super.leave(number);
    this.places.delete(number);
  }

  hear(number, { dx, dy }) {
    if (!isStep(dx) || !isStep(dy)) return false;
    const place = this.places.get(number);
    place[1] += dx;
    place[2] += dy;
    return true;
  }

  age() {
    return Number(process.hrtime.bigint() - this.began);
  }

  // Each tick is due at a time of its own, however late the one before was; none is left out.
  wait() {
    const left = ((this.tick + 1) / this.hz) * 1e9 - this.age();
    if (left > 0) setTimeout(() => this.makeTick(), Math.ceil(left / 1e6));
    else setImmediate(() => this.makeTick());
  }

  makeTick() {
    if (this.isOver) return;
    const age = this.age();
    // libuv's clock counts whole milliseconds, so a timer can fire early.
    if (age * this.hz >= (this.tick + 1) * 1e9) {
      this.tick += 1;
      this.deliver({ k: this.tick, t: age, p: [...this.places.values()] });
    }
    this.wait();
  }

  end() {
    this.isOver = true;
  }
}

const games = new Map();

export const playAt = (hz, member) => converseIn(games, hz, () => new Game(hz), member);
