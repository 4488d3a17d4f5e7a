"""K1: the sun and four planets, moved n steps of 0.01 years. Every language computes in this order, to the last bit."""

from math import pi, sqrt

SOLAR_MASS = 4 * pi * pi
DAYS_PER_YEAR = 365.24
STEP = 0.01

# x, y, z in astronomical units; their velocities per day; the mass in suns.
JUPITER = (4.84143144246472090e00, -1.16032004402742839e00, -1.03622044471123109e-01,
           1.66007664274403694e-03, 7.69901118419740425e-03, -6.90460016972063023e-05, 9.54791938424326609e-04)
SATURN = (8.34336671824457987e00, 4.12479856412430479e00, -4.03523417114321381e-01,
          -2.76742510726411878e-03, 4.99852801234917238e-03, 2.30417297573763929e-05, 2.85885980666130812e-04)
URANUS = (1.28943695621391310e01, -1.51111514016986312e01, -2.23307578892655734e-01,
          2.96460137564761618e-03, 2.37847173959480950e-03, -2.96589568540237556e-05, 4.36624404335156298e-05)
NEPTUNE = (1.53796971148509165e01, -2.59193146099879641e01, 1.79258772950371181e-01,
           2.68067772490389322e-03, 1.62824170038242295e-03, -9.51592254519715870e-05, 5.15138902046611451e-05)


class Body:
    __slots__ = ("x", "y", "z", "vx", "vy", "vz", "mass")

    def __init__(self, x, y, z, vx, vy, vz, mass):
        self.x = x
        self.y = y
        self.z = z
        self.vx = vx * DAYS_PER_YEAR
        self.vy = vy * DAYS_PER_YEAR
        self.vz = vz * DAYS_PER_YEAR
        self.mass = mass * SOLAR_MASS


def solar_system():
    sun = Body(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0)
    bodies = [sun] + [Body(*planet) for planet in (JUPITER, SATURN, URANUS, NEPTUNE)]
    px = py = pz = 0.0
    for body in bodies:
        px += body.vx * body.mass
        py += body.vy * body.mass
        pz += body.vz * body.mass
    sun.vx = -px / SOLAR_MASS
    sun.vy = -py / SOLAR_MASS
    sun.vz = -pz / SOLAR_MASS
    return bodies


def energy(bodies):
    total = 0.0
    for i, body in enumerate(bodies):
        total += 0.5 * body.mass * (body.vx * body.vx + body.vy * body.vy + body.vz * body.vz)
        for j in range(i + 1, len(bodies)):
            other = bodies[j]
            dx = body.x - other.x
            dy = body.y - other.y
            dz = body.z - other.z
            total -= body.mass * other.mass / sqrt(dx * dx + dy * dy + dz * dz)
    return total


def advance(bodies):
    for i, body in enumerate(bodies):
        for j in range(i + 1, len(bodies)):
            other = bodies[j]
            dx = body.x - other.x
            dy = body.y - other.y
            dz = body.z - other.z
            squared = dx * dx + dy * dy + dz * dz
            pull = STEP / (squared * sqrt(squared))
            body.vx -= dx * other.mass * pull
            body.vy -= dy * other.mass * pull
            body.vz -= dz * other.mass * pull
            other.vx += dx * body.mass * pull
            other.vy += dy * body.mass * pull
            other.vz += dz * body.mass * pull
    for body in bodies:
        body.x += STEP * body.vx
        body.y += STEP * body.vy
        body.z += STEP * body.vz


SIZES = (1, 100_000_000)


def prepare(n):
    return n


def run(steps):
    bodies = solar_system()
    before = energy(bodies)
    for _ in range(steps):
        advance(bodies)
    return before, energy(bodies)


def line(energies):
    before, after = energies
    return f"{before:.9f} {after:.9f}"


FLAVOURS = {"same": {"tag": "pure_script", "prepare": prepare, "run": run, "line": line}}
