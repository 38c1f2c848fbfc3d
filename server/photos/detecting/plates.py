"""Number plates of China: RapidOCR's models find and read text, and what reads or looks like a
plate is one.

Reading is what tells a plate from a shop sign, but a dirty or blurred plate cannot be read and can
still be recognised by a person who knows the car. So whatever has a plate's proportions and a
plate's colour is taken too, read or not: a box too many costs a clerk one key, one too few
somebody's privacy.
"""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from rapidocr_onnxruntime.ch_ppocr_det import TextDetector
from rapidocr_onnxruntime.ch_ppocr_rec import TextRecognizer

from server.photos.detecting.shapes import Find, strongest

SIDE = 1280
_SAME = 0.5
_SMALLEST = 6
_ASPECTS = (1.6, 7.5)
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领警学港澳挂军空海"
_WHOLE = re.compile(rf"[{_PROVINCES}][A-Z][A-Z0-9]{{4,6}}[A-Z0-9{_PROVINCES}]?")
_PART = re.compile(r"(?=[A-Z]*\d)[A-Z0-9]{4,8}")
_JUNK = re.compile(r"[\s·.・•:,'\"\-_|()\[\]]+")
_READ_WHOLE, _READ_PART, _COLOURED = 1.0, 0.6, 0.4
_SURE = 0.3
_BLUE, _GREEN, _YELLOW = (95, 130), (40, 90), (15, 34)


class Plates:
    """The models, loaded once. Raises ``ModuleNotFoundError`` where RapidOCR is not installed."""

    def __init__(self) -> None:
        spec = find_spec("rapidocr_onnxruntime")
        if spec is None or spec.origin is None:
            raise ModuleNotFoundError("rapidocr_onnxruntime")
        models = Path(spec.origin).with_name("models")
        threads = {"intra_op_num_threads": 1, "inter_op_num_threads": 1}
        self._detector = TextDetector(
            threads
            | {
                "model_path": str(models / "ch_PP-OCRv4_det_infer.onnx"),
                "limit_side_len": 32,
                "limit_type": "min",
                "mean": [0.5, 0.5, 0.5],
                "std": [0.5, 0.5, 0.5],
                "box_thresh": 0.4,
            }
        )
        self._reader = TextRecognizer(
            threads
            | {
                "model_path": str(models / "ch_PP-OCRv4_rec_infer.onnx"),
                "rec_img_shape": [3, 48, 320],
                "rec_batch_num": 1,
            }
        )

    def find(self, picture: NDArray[np.uint8], side: int = SIDE) -> list[Find]:
        """The plates on an upright RGB picture, looked for at ``side`` px of its longer side."""
        scale = min(1.0, side / max(picture.shape[:2]))
        small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        corners, _seconds = self._detector(small[:, :, ::-1])
        finds = []
        for four in corners if corners is not None else ():
            score = self._likeness(picture, four / scale)
            if score:
                x, y, width, height = cv2.boundingRect((four / scale).astype(np.float32))
                finds.append(Find(x, y, width, height, score))
        return strongest(finds, _SAME)

    def _likeness(self, picture: NDArray[np.uint8], four: NDArray[np.float32]) -> float:
        """How much what lies between four corners is a plate; 0 where it is none."""
        straight = _straightened(picture, four)
        height, width = straight.shape[:2]
        if height < _SMALLEST or not _ASPECTS[0] <= width / height <= _ASPECTS[1]:
            return 0.0
        ((text, certainty),), _seconds = self._reader([straight[:, :, ::-1]])
        read = _read(text) * float(certainty)
        if read >= _SURE:
            return read
        return _COLOURED if _is_coloured(straight) else 0.0


def _straightened(picture: NDArray[np.uint8], four: NDArray[np.float32]) -> NDArray[np.uint8]:
    """The quadrilateral, corners clockwise from the top left, as an upright rectangle."""
    points = four.astype(np.float32)
    width = max(1, round(float(np.linalg.norm(points[0] - points[1]))))
    height = max(1, round(float(np.linalg.norm(points[0] - points[3]))))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    turn = cv2.getPerspectiveTransform(points, target)
    return np.asarray(
        cv2.warpPerspective(
            picture, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        ),
        np.uint8,
    )


def _read(text: str) -> float:
    """How much a reading is that of a plate, 0 to 1."""
    plain = _JUNK.sub("", text).upper()
    if _WHOLE.search(plain):
        return _READ_WHOLE
    return _READ_PART if len(plain) <= 10 and _PART.search(plain) else 0.0


def _is_coloured(straight: NDArray[np.uint8]) -> bool:
    """Whether most of it is the blue, green or yellow of plates."""
    hue, saturation, value = cv2.split(cv2.cvtColor(straight, cv2.COLOR_RGB2HSV))
    strong = (saturation > 70) & (value > 40)
    return any(
        np.mean(strong & (hue >= low) & (hue <= high)) > 0.4
        for low, high in (_BLUE, _GREEN, _YELLOW)
    )
