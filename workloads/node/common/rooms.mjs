// Rooms: everybody hears what anybody says, in one order.

import { converseIn, Gathering } from './gathering.mjs';

const isCount = (value) => Number.isSafeInteger(value) && value >= 0;

class Room extends Gathering {
  said = 0;

  hear(f, { s, ts, p }) {
    if (!isCount(s) || !isCount(ts) || typeof p !== 'string') return false;
    this.said += 1;
    this.deliver({ f, s, n: this.said, ts, p });
    return true;
  }
}

const rooms = new Map();

export const talkIn = (name, member) => converseIn(rooms, name, () => new Room(), member);
