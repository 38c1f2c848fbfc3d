"""Problems before houses and shops and on lawns: each as it is, or put right."""

from __future__ import annotations

from PIL import Image, ImageDraw, ImageFilter

from server.demo.scenes import sprites, texture
from server.demo.scenes.spot import BAGS, CLOTHES, Spot
from server.demo.scenes.texture import Colour


def bins_ground(spot: Spot) -> None:
    """Overflowing bins: what lies around them."""
    for n in range(3):
        spot.ground.shadow(-0.9 + n * 0.85, 4.25, 0.8, 0.6)
    if spot.solved:
        return
    for x, z in ((-1.5, 3.7), (-0.4, 3.5), (0.5, 3.6), (1.35, 3.9)):
        spot.ground.shadow(x, z, 0.6, 0.4)
    blot = sprites.blob(spot.place.seed, 0.1, 3.2, 1.3, 0.5, 0.3)
    spot.ground.stain(blot, (58, 50, 40), 0.45, 0.1)


def bins(spot: Spot) -> None:
    """Overflowing bins, bags beside them, litter before them."""
    colours: tuple[Colour, ...] = ((44, 110, 74), (64, 82, 110), (120, 124, 126))
    for n, colour in enumerate(colours):
        is_open = not spot.solved and n != 1
        cut = sprites.wheelie_bin(colour, is_open=is_open)
        spot.stand(cut, -0.9 + n * 0.85, 4.3, 1.45)
    if spot.solved:
        return
    for x, z, size in (
        (-1.5, 3.75, 0.62),
        (-0.4, 3.55, 0.55),
        (0.5, 3.65, 0.6),
        (1.35, 3.95, 0.66),
    ):
        bag = sprites.rubbish_bag(int(spot.near(0, 6)), spot.pick(BAGS))
        spot.stand(bag, x + spot.near(-0.1, 0.1), z, size)
    for n in range(16):
        spot.stand(sprites.litter(n % 7), spot.near(-1.7, 1.7), spot.near(2.5, 3.5), 0.13)


def piled_ground(spot: Spot) -> None:
    """Materials piled on the pavement: the dust of it, or the sweeping after."""
    if spot.solved:
        outline = sprites.blob(spot.place.seed, -0.2, 4.4, 1.9, 0.9, 0.2)
        spot.ground.stain(outline, (186, 178, 164), 0.18, 0.25)
        return
    outline = sprites.blob(spot.place.seed, -0.2, 4.2, 2.2, 1.1, 0.25)
    spot.ground.stain(outline, texture.soil(1, (178, 152, 112)), 0.85, 0.14)
    spot.ground.shadow(-0.9, 4.6, 2.4, 1.0)
    spot.ground.shadow(1.2, 4.4, 1.6, 0.9)


def piled(spot: Spot) -> None:
    """Sand, bricks and boards before a house."""
    if spot.solved:
        return
    sand: Colour = ((186, 156, 110), (150, 146, 140), (134, 104, 78))[spot.place.seed % 3]
    spot.stand(sprites.heap(spot.place.seed % 3, sand, spot.near(0.5, 1)), -0.9, 4.7, 1.1)
    bricks = texture.brick(1, (156, 84, 64))
    for n in range(3):
        spot.canvas.box(
            1.15 + n * 0.04, 4.5 - n * 0.02, (1.1 - n * 0.16, 0.26, 0.6), bricks, n * 0.26
        )
    boards = texture.coloured(texture.grain(2, 3, 300), (176, 138, 92), 12)
    for n in range(4):
        start = (-2.0 + n * 0.1, 0.06 + n * 0.05, 3.7 + n * 0.1)
        spot.canvas.line([start, (start[0] + 1.7, start[1] + 0.02, 3.3)], (184, 146, 98), 0.09)
    spot.canvas.box(0.25, 3.9, (0.5, 0.36, 0.4), boards)


def furniture_ground(spot: Spot) -> None:
    """An abandoned sofa and a mattress."""
    if not spot.solved:
        spot.ground.shadow(-0.5, 4.3, 2.1, 0.9)
        spot.ground.shadow(1.3, 4.4, 1.2, 0.7)


def furniture(spot: Spot) -> None:
    """Things somebody did not take along when moving."""
    if spot.solved:
        return
    colour = spot.pick(((128, 82, 60), (92, 104, 124), (140, 124, 88)))
    spot.stand(sprites.sofa(colour), -0.5, 4.3, 0.98)
    ticking = texture.coloured(texture.grain(1, 2, 60), (216, 208, 194), 7)
    spot.canvas.box(1.35, 4.5, (0.95, 1.5, 0.22), ticking)
    card = texture.coloured(texture.grain(3, 4, 90), (188, 150, 104), 6)
    spot.canvas.box(0.75, 3.6, (0.5, 0.4, 0.4), card)
    for n in range(6):
        spot.stand(sprites.litter(n), spot.near(-1.5, 1.6), spot.near(2.7, 3.4), 0.12)


def posters(spot: Spot) -> None:
    """Advertising glued to a wall, or the wall washed and painted over."""
    end = spot.place.end_z or 5.0
    scale = 150
    sheet = Image.new("RGBA", (round(5.4 * scale), round(2.1 * scale)))
    pen = ImageDraw.Draw(sheet)
    papers: tuple[Colour, ...] = (
        (244, 240, 226), (250, 226, 96), (238, 120, 110), (150, 206, 150), (146, 190, 232)
    )  # fmt: skip
    for _ in range(34):
        x, y = spot.near(0.1, 4.6) * scale, spot.near(0.1, 1.5) * scale
        wide, tall = spot.near(0.24, 0.62) * scale, spot.near(0.3, 0.55) * scale
        paper = spot.pick(papers)
        ink: Colour = ((170, 30, 30), (30, 30, 34), (24, 60, 140))[int(spot.near(0, 3))]
        if spot.solved:
            fresh = sprites.darker(spot.place.facade, spot.near(0.95, 1.08))
            pen.rectangle((x - 4, y - 4, x + wide + 6, y + tall + 6), fill=(*fresh, 90))
            spot.chance.uniform(size=9)
            continue
        pen.rectangle((x + 4, y + 5, x + wide + 4, y + tall + 5), fill=(40, 36, 34, 90))
        pen.rectangle(
            (x, y, x + wide, y + tall), fill=(*sprites.darker(paper, spot.near(0.9, 1)), 255)
        )
        pen.rectangle((x + 5, y + 6, x + wide - 5, y + tall * 0.32), fill=(*ink, 255))
        for row in range(4):
            level = y + tall * (0.42 + row * 0.13)
            pen.line(
                (x + 7, level, x + wide * spot.near(0.6, 0.93), level), fill=(*ink, 200), width=4
            )
        spot.chance.uniform(size=3)
    sheet = sheet.filter(ImageFilter.GaussianBlur(0.5))
    spot.canvas.plane(sheet, (-2.7, 2.35, end - 0.01), (1, 0, 0), (0, -1, 0), scale, feather=0.5)


def posters_ground(spot: Spot) -> None:
    """Torn paper at the foot of the wall."""
    if not spot.solved:
        end = spot.place.end_z or 5.0
        for n in range(12):
            x, z = spot.near(-2.4, 2.4), end - spot.near(0.15, 0.9)
            spot.ground.stain(sprites.blob(n, x, z, 0.09, 0.06, 0.4), (226, 220, 206), 0.95, 0.008)


def goods_ground(spot: Spot) -> None:
    """A shop that grew onto the pavement."""
    if not spot.solved:
        for n in range(5):
            spot.ground.shadow(-1.7 + 0.72 * (n % 3), 3.6 + 0.8 * (n // 3), 0.8, 0.7)
        spot.ground.shadow(1.1, 5.4, 1.6, 0.7, 0.4)


def goods(spot: Spot) -> None:
    """Crates, a rack and an umbrella where people should walk."""
    if spot.solved:
        return
    fruit: tuple[Colour, ...] = ((206, 60, 48), (232, 150, 44), (110, 158, 60), (226, 196, 74))
    spot.stand(sprites.parasol(spot.pick(CLOTHES)), 0.9, 5.6, 2.5)
    table = texture.coloured(texture.grain(2, 3, 200), (150, 118, 84), 8)
    for row, z in enumerate((4.6, 3.8)):
        spot.canvas.box(-1.05, z, (2.2, 0.5, 0.6), table)
        for n in range(3):
            cut = sprites.crate(n + row, fruit[(n + row + spot.place.seed) % 4])
            u = -1.75 + n * 0.7
            spot.canvas.sprite(cut, (u, 0.48, z + 0.12), 0.46)
    for n, x in enumerate((0.7, 1.2)):
        spot.canvas.box(x, 4.3, (0.45, 0.5 + n * 0.25, 0.4), texture.coloured(
            texture.grain(4, 3, 90), (190, 152, 106), 6))  # fmt: skip


def green_ground(spot: Spot) -> None:
    """A trampled lawn with bare earth, or a mown one."""
    path = [(-4.6, 1.0), (-2.0, 1.0), (-1.2, 9.5), (-2.4, 9.5), (-4.6, 5.0)]
    spot.ground.stain(path, texture.paving(2, (176, 166, 152), (120, 112, 104), 9, 18), 1.0, 0.02)
    if spot.solved:
        for n in range(7):
            left = -1.9 + n * 0.95
            spot.ground.stain([(left, 1), (left + 0.47, 1), (left + 0.3, 9), (left, 9)],
                              (150, 178, 98), 0.14, 0.1)  # fmt: skip
        return
    bare = texture.soil(4, (126, 102, 76))
    spot.ground.stain(sprites.blob(spot.place.seed, 0.5, 3.6, 1.5, 0.8, 0.35), bare, 0.92, 0.1)
    spot.ground.stain(sprites.blob(spot.place.seed + 4, 1.9, 5.6, 1.3, 0.9, 0.35), bare, 0.9, 0.12)
    for x, z in ((0.2, 3.8), (1.2, 3.5), (2.0, 4.6)):
        spot.ground.shadow(x, z, 0.6, 0.4)


def green(spot: Spot) -> None:
    """Shrubs behind, rubbish before or flowers instead."""
    blossoms: tuple[Colour, ...] = ((226, 96, 128), (240, 214, 96), (214, 214, 240))
    bloom = blossoms[spot.place.seed % 3] if spot.solved else None
    for n in range(9):
        spot.canvas.sprite(
            sprites.shrub(n % 4, bloom), (-1.0 + n * 0.85, 0.0, 7.2 + (n % 2) * 0.5), 0.85
        )
    if spot.solved:
        return
    for x, z in ((0.2, 3.8), (1.2, 3.5), (2.0, 4.6)):
        spot.stand(sprites.rubbish_bag(int(spot.near(0, 6)), spot.pick(BAGS)), x, z, 0.55)
    for n in range(18):
        spot.stand(sprites.litter(n % 7), spot.near(-1.2, 2.4), spot.near(2.5, 5.0), 0.13)


def shed_ground(spot: Spot) -> None:
    """A lean-to of steel sheet, or the traces of it."""
    if spot.solved:
        spot.ground.stain(
            [(-2.4, 4.4), (0.9, 4.4), (0.9, 6.6), (-2.4, 6.6)], (190, 186, 178), 0.3, 0.08
        )
    else:
        spot.ground.stain(
            [(-2.5, 4.1), (1.05, 4.1), (1.15, 6.8), (-2.5, 6.8)], (20, 20, 22), 0.5, 0.15
        )


def shed(spot: Spot) -> None:
    """Blue steel sheets against a house front."""
    if spot.solved:
        return
    colour = ((58, 108, 168), (150, 62, 54), (92, 128, 104))[spot.place.seed % 3]
    ribs = texture.coloured(texture.grain(1, 3, 40), colour, 5)
    pen = ImageDraw.Draw(ribs)
    for x in range(0, ribs.width, 32):
        pen.line((x, 0, x, ribs.height), fill=sprites.darker(colour, 0.7), width=7)
        pen.line((x + 9, 0, x + 9, ribs.height), fill=sprites.darker(colour, 1.2), width=4)
    spot.canvas.box(-0.8, 4.5, (3.2, 2.25, 2.1), ribs)
    spot.canvas.plane(
        texture.filled(ribs, (560, 400)),
        (-2.5, 2.75, 6.7),
        (1, 0, 0),
        (0, -0.2, -0.98),
        160,
        shade=1.15,
    )
    door = texture.coloured(texture.grain(5, 3, 60), (196, 194, 188), 5).resize((150, 330))
    spot.canvas.plane(door, (-0.35, 1.95, 4.48), (1, 0, 0), (0, -1, 0), 170)
    glass = texture.coloured(texture.grain(6, 3, 8), (84, 104, 116), 14).resize((160, 120))
    spot.canvas.plane(glass, (-2.0, 1.75, 4.48), (1, 0, 0), (0, -1, 0), 160)


def kerbside_ground(spot: Spot) -> None:
    """A shop front with litter before its door, or swept."""
    if not spot.solved:
        blot = sprites.blob(spot.place.seed, -0.6, 4.0, 1.4, 0.7, 0.3)
        spot.ground.stain(blot, (70, 60, 48), 0.4, 0.12)
        spot.ground.shadow(0.7, 4.6, 0.7, 0.5)


def kerbside(spot: Spot) -> None:
    """Boxes and litter a shop put before its own door."""
    if spot.solved:
        for x in (-1.9, 1.9):
            spot.canvas.sprite(sprites.shrub(1, (226, 110, 120)), (x, 0.0, 5.6), 0.7)
        return
    card = texture.coloured(texture.grain(3, 4, 90), (188, 150, 104), 6)
    spot.canvas.box(0.7, 4.7, (0.6, 0.45, 0.5), card)
    spot.canvas.box(0.75, 4.72, (0.45, 0.35, 0.4), card, 0.45)
    spot.canvas.box(1.4, 4.5, (0.4, 0.3, 0.4), card)
    spot.stand(sprites.rubbish_bag(2, (40, 40, 44)), -0.2, 4.4, 0.6)
    for n in range(22):
        spot.stand(sprites.litter(n % 7), spot.near(-1.9, 1.6), spot.near(2.8, 4.4), 0.13)
